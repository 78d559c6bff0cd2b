import './board.css';
import { DragDropContext, Draggable, Droppable } from '@hello-pangea/dnd';
import type { DragStart, DragUpdate, DropResult, ResponderProvided } from '@hello-pangea/dnd';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { nonce } from '../nonce';
import { texts } from '../texts';
import { useKeptFocus } from './focus';

/** One column. A target only takes what is dropped on it and shows no cards. */
export interface Lane<Card> {
  id: string;
  title: string;
  cards: Card[];
  head?: ReactNode;
  foot?: ReactNode;
  target?: boolean;
}

/** A board at the edge of a phone goes by at a speed one can still aim at. */
const EDGE = { startFromPercentage: 0.15, maxScrollAtPercentage: 0.03, maxPixelScroll: 9 };

interface Props<Card> {
  label: string;
  lanes: Lane<Card>[];
  id: (card: Card) => string;
  name: (card: Card) => string;
  /** The inside of a card; the menu is to be placed in it. */
  render: (card: Card, menu: ReactNode) => ReactNode;
  move: (card: Card, to: Lane<Card>) => void;
  /** Left out: every card may move. */
  fixed?: boolean;
}

/** Cards in lanes, moved by mouse, touch, keyboard (space, arrows, space; announced) or by a menu. */
export function Board<Card>({ label, lanes, id, name, render, move, fixed }: Props<Card>) {
  const [dragging, setDragging] = useState(false);
  const keepFocus = useKeptFocus(lanes);
  const lane = (laneId?: string) => lanes.find((each) => each.id === laneId);
  const cardOf = (cardId: string) => lanes.flatMap(({ cards }) => cards).find((card) => id(card) === cardId);
  const nameOf = (cardId: string) => {
    const card = cardOf(cardId);
    return card ? name(card) : '';
  };

  const onDragStart = (start: DragStart, { announce }: ResponderProvided) => {
    setDragging(true);
    announce(texts.board.lifted(nameOf(start.draggableId), lane(start.source.droppableId)?.title ?? ''));
  };
  const onDragUpdate = (update: DragUpdate, { announce }: ResponderProvided) => {
    const over = lane(update.destination?.droppableId);
    announce(over ? texts.board.over(over.title) : texts.board.nowhere);
  };
  const onDragEnd = ({ draggableId, source, destination, reason }: DropResult, { announce }: ResponderProvided) => {
    setDragging(false);
    const to = lane(destination?.droppableId);
    const card = cardOf(draggableId);
    const moved = reason === 'DROP' && to && card && to.id !== source.droppableId;
    announce(moved ? texts.board.dropped(name(card), to.title) : texts.board.back(nameOf(draggableId)));
    keepFocus(draggableId);
    if (moved) move(card, to);
  };

  const shown = (each: Lane<Card>) => (
    <section key={each.id} className="lane" data-target={each.target || undefined} aria-label={each.title}>
      <header className="lane-head">
        <h2>{each.title}</h2>
        {each.head}
      </header>
      <Droppable droppableId={each.id}>
        {(provided, state) => (
          <div
            ref={provided.innerRef}
            {...provided.droppableProps}
            className="lane-drop"
            data-over={state.isDraggingOver || undefined}
          >
            {each.cards.map((card, index) => (
              <Draggable key={id(card)} draggableId={id(card)} index={index} isDragDisabled={fixed}>
                {(drag, { isDragging }) => (
                  <div
                    ref={drag.innerRef}
                    {...drag.draggableProps}
                    {...drag.dragHandleProps}
                    // The library's role is button, which may hold no link and no menu.
                    role="group"
                    aria-roledescription={texts.board.card}
                    aria-label={name(card)}
                    className="board-card"
                    data-card={id(card)}
                    data-drag={isDragging || undefined}
                  >
                    {render(card, fixed ? null : (
                      <MoveMenu name={name(card)} from={each.id} lanes={lanes} move={(to) => move(card, to)} />
                    ))}
                  </div>
                )}
              </Draggable>
            ))}
            {provided.placeholder}
          </div>
        )}
      </Droppable>
      {each.foot}
    </section>
  );

  return (
    <DragDropContext
      onDragStart={onDragStart}
      onDragUpdate={onDragUpdate}
      onDragEnd={onDragEnd}
      nonce={nonce()}
      autoScrollerOptions={EDGE}
      dragHandleUsageInstructions={texts.board.instructions}
    >
      <div className="board" role="group" aria-label={label} data-dragging={dragging || undefined}>
        <div className="board-lanes">{lanes.filter(({ target }) => !target).map(shown)}</div>
        <div className="board-ends">{lanes.filter(({ target }) => target).map(shown)}</div>
      </div>
    </DragDropContext>
  );
}

interface MoveMenuProps<Card> {
  name: string;
  from: string;
  lanes: Lane<Card>[];
  move: (to: Lane<Card>) => void;
}

/** The way without dragging (WCAG 2.5.7). */
function MoveMenu<Card>({ name, from, lanes, move }: MoveMenuProps<Card>) {
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size="md" variant="subtle" color="gray" aria-label={texts.board.menu(name)} className="card-menu">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.board.moveTo}</Menu.Label>
        {lanes
          .filter((lane) => lane.id !== from)
          .map((lane) => (
            <Menu.Item key={lane.id} onClick={() => move(lane)}>
              {lane.title}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
