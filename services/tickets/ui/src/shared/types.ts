import type { Schemas } from '@trellis/kit';

export type Ticket = Schemas['tickets.Ticket'];
export type TicketPatch = Schemas['tickets.TicketPatch'];
export type TicketMessage = Schemas['tickets.TicketMessage'];
export type Attachment = Schemas['tickets.Attachment'];
export type SlaClock = Schemas['tickets.SlaClock'];
export type Macro = Schemas['tickets.Macro'];
export type Priority = Schemas['tickets.Ticket.Priority'];
export type TicketType = Schemas['tickets.Ticket.Type'];
export type State = Schemas['tickets.Ticket.State'];
export type Channel = Schemas['tickets.Ticket.Channel'];
