/** What every template may name of the person, beside the first name. */
const NAMES = ['last_name', 'full_name', 'email', 'company_name', 'country', 'language'];

/** The English texts of making templates and of what they said before. */
export const texts = {
  create: 'New template',
  add: 'Add template',
  key: 'Key',
  keyHelp: 'Small letters, digits and _; campaigns, sequences and programs find it by this. It stays.',
  purpose: 'Purpose',
  purposeHelp: 'Advertising goes only to those who agreed, and not too often.',
  subject: 'Subject',
  text: 'Text',
  advertising: 'Hello {{first_name|there}},\n\n\n\nNo more of this: {{unsubscribe_url}}',
  variables: 'Placeholders of its own',
  variablesHelp: 'What a program fills in when it sends this, such as order_number; Enter after each. Leave it empty for mails that people send.',
  placeholders: `{{first_name|there}} becomes the first name, or “there” where it is not known. Others are ${NAMES.join(', ')}. {{unsubscribe_url}} is the way to hear no more; advertising must show it.`,
  before: 'Earlier revisions',
  again: 'Use these words again',
  taken: 'The words are above, not saved yet.',
  more: 'More for this template',
  remove: 'Delete',
  removeTitle: (key: string) => `Delete ${key}?`,
  removeHelp: 'Its earlier revisions go with it. Whatever sends it by itself is silent from then on; messages that were sent stay.',
  removed: (key: string) => `${key} is deleted`,
};
