import { fileSize } from '@trellis/kit';
import { IconPaperclip } from '@tabler/icons-react';
import type { Attachment, TicketMessage } from '../shared/types';
import { texts } from '../texts';

/** Pictures that a browser draws and that can do nothing else. */
const DRAWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** What came with a mail, to be saved; pictures are shown small. */
export function Files({ message }: { message: TicketMessage }) {
  if (message.attachments.length === 0) return null;
  return (
    <ul className="files" aria-label={texts.ticket.files}>
      {message.attachments.map((file) => (
        <li key={file.id}>
          <File file={file} href={`/v1/tickets/${message.ticket_id}/attachments/${file.id}`} />
        </li>
      ))}
    </ul>
  );
}

function File({ file, href }: { file: Attachment; href: string }) {
  return (
    <a className="file" href={href} download={file.name} title={texts.ticket.save(file.name)}>
      {DRAWN.has(file.content_type) ? <img src={href} alt="" loading="lazy" /> : <IconPaperclip size={15} aria-hidden />}
      <span className="file-name">{file.name}</span>
      <span className="file-size">{fileSize(Number(file.size_bytes))}</span>
    </a>
  );
}
