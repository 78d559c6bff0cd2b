#!/bin/bash
# Runs once in a fresh PostgreSQL container: a role and a database for every URL it was given.
set -euo pipefail
for file in /run/secrets/*_database_url; do
  name=$(basename "$file" _database_url)
  password=$(sed -E 's|^postgresql://[^:]+:([^@]+)@.*$|\1|' "$file")
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v name="$name" -v password="$password" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
