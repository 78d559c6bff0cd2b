/** What the API says when it refuses: RFC 9457, with the fields it refused. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  code: string;
  reason: string;
  request_id: string;
  metadata: Record<string, string>;
  errors: { pointer: string; detail: string }[];
}

/** A refusal as an exception: its message is the sentence for people. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }

  /** Field name to rule, for the fields of a form. */
  get fields(): Record<string, string> {
    return Object.fromEntries(
      this.problem.errors.map(({ pointer, detail }) => [pointer.replace(/^#/, '').split('/').filter(Boolean).join('.'), detail]),
    );
  }
}

/** What a screen refuses before it asks: rules by the names of fields. */
export const refusalOf = (fields: Record<string, string>) =>
  new Refusal({
    status: 400,
    title: '',
    detail: Object.values(fields).join(' '),
    code: 'INVALID_ARGUMENT',
    reason: '',
    request_id: '',
    metadata: {},
    errors: Object.entries(fields).map(([name, detail]) => ({ pointer: `#/${name}`, detail })),
  });

/** The problem in an answer; what is no problem document (a proxy's page, a broken line) is made one. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.clone().json().catch(() => ({}))) as Partial<Problem>;
  return {
    status: response.status,
    title: body.title ?? response.statusText,
    detail: body.detail ?? 'The server did not answer as expected. Try again in a moment.',
    code: body.code ?? 'UNKNOWN',
    reason: body.reason ?? '',
    request_id: body.request_id ?? response.headers.get('X-Request-Id') ?? '',
    metadata: body.metadata ?? {},
    errors: body.errors ?? [],
  };
}
