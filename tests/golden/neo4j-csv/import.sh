#!/bin/sh
# Loads this folder into an empty database of a Neo4j 5 that is stopped: sh import.sh [DATABASE]
set -e
cd "$(dirname "$0")"
neo4j-admin database import full "${1:-neo4j}" --overwrite-destination --array-delimiter=';' --legacy-style-quoting=false \
  --nodes=concepts.csv --nodes=documents.csv --relationships=relations.csv --relationships=mentions.csv
