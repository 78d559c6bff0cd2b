/** Server-sent events read by hand: EventSource tells neither why it was refused nor events of any name. */
interface Reader {
  /** Facts come, from now or again; `missed`: some may have passed meanwhile. */
  onOpen: (missed: boolean) => void;
  /** The data of one fact. */
  onFact: (text: string) => void;
  /** No facts come for now. */
  onLost: () => void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads the stream for as long as the page lives; ends when there is none, or nobody is signed in. */
export async function follow(reader: Reader): Promise<void> {
  let last = '';
  let wait = FIRST_WAIT;
  for (let round = 0; ; round += 1) {
    try {
      const answer = await fetch('/v1/stream', {
        headers: { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) },
        cache: 'no-store',
      });
      if ([401, 403, 404, 501].includes(answer.status)) return;
      if (!answer.ok || !answer.body) throw new Error(answer.statusText);
      reader.onOpen(round > 0);
      wait = FIRST_WAIT;
      for await (const event of events(answer.body)) {
        last = event.id || last;
        if (event.name === 'resync' || event.name === 'up') reader.onOpen(event.name === 'resync');
        else if (event.name === 'down') reader.onLost();
        else if (event.data) reader.onFact(event.data);
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
    for (const block of blocks) {
      yield { id: field(block, 'id'), name: field(block, 'event'), data: field(block, 'data') };
    }
  }
}

const field = (block: string, name: string) =>
  block
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
    .join('\n');
