"""Contacts by the thousand, made inside PostgreSQL: names, companies, stages, tags, dates."""

import psycopg

FILL = """
INSERT INTO contacts (
  id, create_time, update_time, last_activity_time, version, first_name, last_name, full_name,
  email, email_key, phone, job_title, company_name, country, city, language, source, tags,
  custom_fields, lifecycle_stage, marketing_consent
)
SELECT
  gen_random_uuid(), born, born, born, 1, first_name, last_name, first_name || ' ' || last_name,
  lower(first_name || '.' || last_name || n || '@' || company || '.example'),
  lower(first_name || '.' || last_name || n || '@' || company || '.example'),
  '+4930' || (1000000 + n), job, initcap(company) || ' ' || suffix,
  (ARRAY['DE','FR','GB','US','NL','ES','IT','PL'])[1 + n %% 8],
  (ARRAY['Berlin','Paris','London','Austin','Utrecht','Madrid','Milano','Gdynia'])[1 + n %% 8],
  'en', (ARRAY['form','import','api'])[1 + n %% 3],
  CASE WHEN n %% 10 = 0 THEN ARRAY['vip'] WHEN n %% 3 = 0 THEN ARRAY['newsletter'] ELSE '{}' END,
  '{}',
  (ARRAY['LEAD','LEAD','LEAD','SUBSCRIBER','CUSTOMER','MARKETING_QUALIFIED','SALES_READY',
         'OPPORTUNITY','CHURNED','INACTIVE'])[1 + n %% 10],
  'CONSENT_STATE_UNSPECIFIED'
FROM (
  SELECT n, timestamptz '2020-01-01 00:00+00' + n * interval '150 seconds' AS born,
    (ARRAY['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Linus','Margaret','Ken',
           'Frances','Dennis','Katherine','Niklaus','Hedy','John','Karen','Tim','Jean','Leslie',
           'Annie','Claude','Shafi','Tony','Sophie'])[1 + (n * 7919) %% 25] AS first_name,
    (ARRAY['Lovelace','Hopper','Turing','Dijkstra','Liskov','Knuth','Perlman','Torvalds',
           'Hamilton','Thompson','Allen','Ritchie','Johnson','Wirth','Lamarr','Backus','Jones',
           'Lee','Bartik','Lamport','Easley','Shannon','Goldwasser','Hoare','Wilson','Moore',
           'Nygaard','Kay','Cerf'])[1 + (n * 104729) %% 29] AS last_name,
    (ARRAY['acme','globex','initech','umbrella','hooli','stark','wayne','tyrell','cyberdyne',
           'wonka','soylent','vandelay','oscorp'])[1 + (n * 31) %% 13] || (n %% 997) AS company,
    (ARRAY['GmbH','Ltd','Inc','BV'])[1 + n %% 4] AS suffix,
    (ARRAY['Engineer','Buyer','Director','Analyst','Founder'])[1 + n %% 5] AS job
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
) AS people
"""
BATCH = 100_000


def fill(database_url: str, size: int) -> None:
    """Adds `size` contacts, then lets PostgreSQL learn about them."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        for first in range(1, size + 1, BATCH):
            last = min(first + BATCH - 1, size)
            connection.execute(FILL, {"first": first, "last": last})
        connection.execute("VACUUM ANALYZE contacts")


def some_ids(database_url: str, count: int = 500) -> list[str]:
    """Ids spread over the table."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "SELECT id::text FROM contacts ORDER BY md5(id::text) LIMIT %s",
            (count,),
        )
        return [row[0] for row in found]
