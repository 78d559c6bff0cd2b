import { api, data, type Schemas } from '@trellis/kit';

export type Form = Schemas['leads.Form'];
export type FormPatch = Schemas['leads.FormPatch'];
export type Question = Schemas['leads.FormField'];
export type Submission = Schemas['leads.Submission'];

export const FORMS = 'forms';
export const formKey = (id: string) => ['form', id];

export const loadForm = (id: string) => data(api.GET('/v1/forms/{id}', { params: { path: { id } } }));

/** What the builder changes; the rest of a form is counted or decided elsewhere. */
export const DESIGNED = [
  'name',
  'title',
  'description',
  'submit_label',
  'thank_you_text',
  'redirect_url',
  'confirmation_template_key',
  'language',
  'phone_region',
  'fields',
  'consent',
  'allowed_origins',
] as const;

export type Design = Pick<Form, (typeof DESIGNED)[number]>;

export const designOf = (form: Form) => Object.fromEntries(DESIGNED.map((name) => [name, form[name]])) as unknown as Design;
