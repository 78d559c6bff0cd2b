/** Where the page of a record lies, by the name of its resource. */
const PAGES: Record<string, string> = {
  contacts: '/leads/people/',
  companies: '/leads/companies/',
  deals: '/deals/deals/',
  contracts: '/deals/contracts/',
  tickets: '/tickets/',
  messages: '/messages/',
};

/** The page of a record; undefined for what has none. */
export const recordHref = (resource: string, id: string) => (PAGES[resource] && id ? `${PAGES[resource]}${id}` : undefined);
