/** The English texts of the frame of home and settings; their pages' lie beside them. */
export const words = {
  nav: {
    today: 'Today',
    process: 'Process',
    people: 'People',
    teams: 'Teams',
    roles: 'Roles',
    keys: 'API keys',
    audit: 'Audit',
    account: 'My account',
    kit: 'Kit',
    fields: 'Custom fields',
    levels: 'Service levels',
    rules: 'Rules',
    health: 'Health',
  },
} as const;
