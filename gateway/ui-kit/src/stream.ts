/** Server-sent events read by hand: EventSource tells neither why it was refused nor events of any name. */
interface Reader {
  /** The id of the last event heard: what came since is told first. Empty where none is known. */
  place: () => string;
  onOpen: () => void;
  /** An event was heard, or there was none for a while. */
  onPlace: (id: string) => void;
  /** The data of one event. */
  onFact: (text: string) => void;
  /** What the server says of the stream itself. */
  onSignal: (signal: string) => void;
  onLost: () => void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads the stream for as long as the page lives; ends when there is none, or nobody is signed in. */
export async function follow(reader: Reader): Promise<void> {
  let wait = FIRST_WAIT;
  for (;;) {
    try {
      const place = reader.place();
      const answer = await fetch('/v1/stream', {
        headers: { Accept: 'text/event-stream', ...(place && { 'Last-Event-ID': place }) },
        cache: 'no-store',
      });
      if ([401, 403, 404, 501].includes(answer.status)) return;
      if (!answer.ok || !answer.body) throw new Error(answer.statusText);
      reader.onOpen();
      wait = FIRST_WAIT;
      for await (const event of events(answer.body)) {
        if (event.name) reader.onSignal(event.name);
        else if (event.data) reader.onFact(event.data);
        if (event.id) reader.onPlace(event.id);
      }
    } catch {
      // Named below: however it ended, the stream is lost and read again.
    }
    reader.onLost();
    await pause(wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function* events(body: ReadableStream<Uint8Array>) {
  let rest = '';
  const chunks = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await chunks.read();
    if (done) return;
    const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) yield { id: field(block, 'id'), name: field(block, 'event'), data: field(block, 'data') };
  }
}

const field = (block: string, name: string) =>
  block
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
    .join('\n');
