import { api, data, Empty, filterWords, Loaded, may, MoreMenu, Pill, RecordList, useRecent, useSession } from '@trellis/kit';
import { Anchor, Button, Group, Menu, Text } from '@mantine/core';
import { IconPencil, IconSpeakerphone, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { searching } from '../people/api';
import { ContactCard, contactColumns, nameOf } from '../people/columns';
import { useContactFields } from '../shared/useFields';
import { texts } from '../texts';
import { countMembers, loadSegment, segmentKey, SEGMENTS, type Segment } from './api';
import { segmentTone } from './SegmentsPage';

const { segments: say } = texts;

/** The people in a segment, now. */
export function SegmentPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: segmentKey(id), queryFn: () => loadSegment(id) });
  useRecent(say.title, query.data?.name);
  return <Loaded query={query}>{(segment) => <Members key={segment.id} segment={segment} />}</Loaded>;
}

function Members({ segment }: { segment: Segment }) {
  const fields = useContactFields();
  const path = { segment_id: segment.id };
  return (
    <>
      <Anchor component={Link} to="/segments" size="sm" c="dimmed">
        {say.title}
      </Anchor>
      <RecordList
        title={segment.name}
        queryKey={`members:${segment.id}`}
        listKey="members"
        columns={contactColumns}
        fields={fields}
        defaultOrder="last_activity_time desc"
        load={async ({ within, orderBy, pageToken }) => {
          const query = { filter: within, order_by: orderBy, page_token: pageToken };
          const page = await data(api.GET('/v1/segments/{segment_id}/members', { params: { path, query } }));
          return { rows: page.contacts, next: page.next_page_token };
        }}
        searching={searching}
        count={(filter) => countMembers(segment.id, filter)}
        facts={/Segment(Entered|Left)|ContactUpdated|ContactDeleted/}
        id={({ id }) => id}
        name={nameOf}
        href={({ id }) => `/people/${id}`}
        card={ContactCard}
        header={
          <Group gap="xs">
            <Pill tone={segmentTone(segment.state)}>{say.states[segment.state]}</Pill>
            <Text size="sm" c="dimmed">
              {filterWords(segment.filter, fields)}
            </Text>
            <Actions segment={segment} />
          </Group>
        }
        empty={<Empty title={say.members}>{say.membersHelp}</Empty>}
      />
    </>
  );
}

function Actions({ segment }: { segment: Segment }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useSession();
  const writes = may(session, 'segments.write');
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/segments/{id}', { params: { path: { id: segment.id } } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [SEGMENTS] });
      void navigate('/segments');
    },
  });
  if (!writes) return null;
  return (
    <>
      <Button
        variant="default"
        component={Link}
        to={`/segments/${segment.id}/edit`}
        leftSection={<IconPencil size={15} />}
      >
        {say.edit}
      </Button>
      {may(session, 'campaigns.write') && (
        <Button component={Link} to={`/campaigns?${new URLSearchParams({ new: '', segment: segment.id })}`} leftSection={<IconSpeakerphone size={15} />}>
          {say.campaign}
        </Button>
      )}
      <MoreMenu label={texts.contact.more}>
        <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove.mutate()}>
          {say.remove}
        </Menu.Item>
      </MoreMenu>
    </>
  );
}
