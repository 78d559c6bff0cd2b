import { Button, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState, type ReactNode } from 'react';
import { EditDialog, inWordsOf } from '../form/EditDialog';
import type { FormField, Values } from '../form/fields';
import { count } from '../format';
import { may } from '../frame/places';
import { Loaded } from '../Loaded';
import { Page, Section } from '../Page';
import { Pill } from '../Pill';
import { refusalOf } from '../problem';
import { useSession } from '../session';
import { texts } from '../texts';
import { toast } from '../toast';
import './policy.css';

/** A field of a rule; a number is a whole one from least to most. */
export interface RuleField extends FormField {
  least?: number;
  most?: number;
  /** What it reads as while nothing is chosen. */
  none?: string;
  /** Whether the rule is on says it already: it stands in the form only. */
  silent?: boolean;
}

/** One rule of a policy: the sentence that says it, and the fields it is made of. */
export interface Rule {
  title: string;
  fields: RuleField[];
  /** What happens with these values, in one sentence. */
  says: (values: Values) => string;
  /** Whether anything happens at all; left out, always. */
  on?: (values: Values) => boolean;
  /** Field name to what is wrong, for what one field alone does not show. */
  wrong?: (values: Values) => Record<string, string>;
}

interface Props<P extends { etag: string }> {
  title: string;
  lead: ReactNode;
  /** The page above this one. */
  parent?: { to: string; label: string };
  /** "nps_policy": whoever holds its permission to write may change it. */
  name: string;
  rules: Rule[];
  load: () => Promise<P>;
  /** PATCHes the policy; the etag goes into If-Match. */
  save: (change: Values, etag: string) => Promise<unknown>;
}

/** What an admin sets for a whole feature: each rule as a sentence, with its values and the way to change them. */
export function PolicyPage<P extends { etag: string }>(props: Props<P>) {
  const { title, lead, parent, name, rules, load } = props;
  const query = useQuery({ queryKey: [name], queryFn: load });
  return (
    <Page title={title} lead={lead} parent={parent} narrow>
      <Loaded query={query}>
        {(policy) => (
          <div className="stack">
            {rules.map((rule) => (
              <RuleCard key={rule.title} rule={rule} policy={policy} {...props} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

const valuesOf = ({ fields }: Rule, policy: object) =>
  Object.fromEntries(fields.map(({ name }) => [name, (policy as Values)[name]])) as Values;

interface CardProps<P extends { etag: string }> extends Props<P> {
  rule: Rule;
  policy: P;
}

function RuleCard<P extends { etag: string }>({ rule, policy, name, load, save }: CardProps<P>) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const writes = may(useSession(), `${name}.write`);
  const values = valuesOf(rule, policy);
  const on = rule.on?.(values);
  const aside = (
    <Group gap="xs" wrap="nowrap">
      {on !== undefined && <Pill tone={on ? 'good' : 'plain'}>{on ? texts.policy.on : texts.policy.off}</Pill>}
      {writes && (
        <Button size="compact-sm" variant="default" aria-label={texts.policy.changeOf(rule.title)} onClick={() => setOpen(true)}>
          {texts.policy.change}
        </Button>
      )}
    </Group>
  );
  return (
    <Section title={rule.title} aside={aside}>
      <p className="rule-says">{rule.says(values)}</p>
      <dl className="rule-facts">
        {rule.fields
          .filter(({ silent }) => !silent)
          .map((field) => (
            <Fragment key={field.name}>
              <dt>{field.label}</dt>
              <dd className="numbers">{isEmpty(values[field.name]) && field.none ? field.none : inWordsOf(field, values[field.name])}</dd>
            </Fragment>
          ))}
      </dl>
      {open && (
        <EditDialog
          title={rule.title}
          record={{ ...policy, id: `${name}:${rule.title}` }}
          fields={rule.fields}
          shown={(now) => valuesOf(rule, now)}
          submit={texts.form.save}
          explain={(now) => <Preview rule={rule} values={now} />}
          load={async () => ({ ...(await load()), id: name })}
          save={async (change, etag) => {
            refuse(rule, { ...values, ...change });
            await save(change, etag);
            toast.good(texts.policy.saved);
          }}
          close={() => setOpen(false)}
          done={() => void client.invalidateQueries({ queryKey: [name] })}
        />
      )}
    </Section>
  );
}

const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);

/** The sentence follows what is typed, as long as it can be said. */
const Preview = ({ rule, values }: { rule: Rule; values: Values }) => (
  <p className="rule-preview" aria-live="polite">
    {Object.values(wrongIn(rule, values))[0] ?? rule.says(values)}
  </p>
);

/** Field name to what is wrong with what was typed. */
function wrongIn({ fields, wrong }: Rule, values: Values): Record<string, string> {
  const numbers = fields.filter(({ kind }) => kind === 'number').filter(({ name, least = 0, most = Infinity }) => !within(values[name], least, most));
  const said = numbers.map(({ name, least = 0, most = Infinity }) => [name, texts.policy.wholeNumber(count(least), count(most))]);
  return said.length > 0 ? Object.fromEntries(said) : (wrong?.(values) ?? {});
}

const within = (value: unknown, least: number, most: number) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

function refuse(rule: Rule, values: Values) {
  const wrong = wrongIn(rule, values);
  if (Object.keys(wrong).length > 0) throw refusalOf(wrong);
}
