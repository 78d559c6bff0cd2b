import { api, data, may, useSession } from '@trellis/kit';
import { useQuery } from '@tanstack/react-query';

/** The templates of messages, for a choice; none for who may not read them. */
export function useTemplates() {
  const enabled = may(useSession(), 'templates.read');
  const { data: templates = [] } = useQuery({
    queryKey: ['templates', 'choice'],
    queryFn: () => data(api.GET('/v1/templates', { params: { query: { page_size: 200 } } })).then((page) => page.templates),
    enabled,
    retry: false,
  });
  return templates;
}
