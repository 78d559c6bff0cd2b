/** What the services do by rules, by the permission's name: where each is set, and by whom. */
export const POLICIES = [
  { name: 'assignment_rules', team: 'marketing', href: '/leads/assignment' },
  { name: 'scoring_rules', team: 'marketing', href: '/leads/scoring' },
  { name: 'follow_up_policy', team: 'marketing', href: '/leads/follow-up' },
  { name: 'occasion_policy', team: 'marketing', href: '/leads/occasions' },
  { name: 'cleanup_policy', team: 'marketing', href: '/leads/cleanup/rules' },
  { name: 'usage_policy', team: 'sales', href: '/deals/usage' },
  { name: 'nps_policy', team: 'support', href: '/tickets/nps' },
] as const;

/** Whoever may read one of them finds it in the settings. */
export const RULES_NEED = POLICIES.map(({ name }) => `${name}.read`);
