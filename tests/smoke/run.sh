#!/usr/bin/env bash
# Proves a deployment: reads the values of the current azd environment, looks at what only Azure's management shows, and runs smoke.mjs.
# Needs azd, Node and az, logged in with Storage Queue Data Contributor on the mail account, which no Owner has by himself
# (docs/deploy.md, "Rights of people"); a new role takes some minutes to hold.
#   POSTERN_SENDER=… POSTERN_RECIPIENT=… tests/smoke/run.sh     sends one mail too
set -euo pipefail
cd "$(dirname "$0")"
said=$(mktemp)
trap 'rm -f "$said"' EXIT

failed=0
ok() { echo "ok    $1"; }
wrong() { echo "FAIL  $1" >&2; failed=1; }
# $1 what, $2 what is wanted, $3 what is there
same() { if [ "$2" = "$3" ]; then ok "$1"; else wrong "$1: '$3', not '$2'"; fi; }

group=$(azd env get-value AZURE_RESOURCE_GROUP)
app=$(azd env get-value SERVICE_MAIL_NAME)
account=$(azd env get-value POSTERN_MAIL_STORAGE)
telemetry=$(azd env get-value POSTERN_TELEMETRY)

same 'the mail account takes no shared key' false "$(az storage account show -g "$group" -n "$account" --query allowSharedKeyAccess -o tsv)"
same 'the app has an identity of its own' UserAssigned "$(az functionapp identity show -g "$group" -n "$app" --query type -o tsv)"
site=$(az functionapp show -g "$group" -n "$app" --query id -o tsv)
unresolved=$(az rest --method get --url "$site/config/configreferences/appsettings?api-version=2024-04-01" --query "length(value[?properties.status!='Resolved'])" -o tsv)
same 'the app resolves its Key Vault references' 0 "$unresolved"
functions=$(az functionapp function list -g "$group" -n "$app" --query 'length(@)' -o tsv)
if [ "$functions" -gt 0 ]; then ok "the host has found $functions functions"; else wrong 'the host has found no function'; fi

events=$(azd env get-value POSTERN_EMAIL_EVENTS 2> "$said" || true)
if [ -n "$events" ]; then
  same 'the delivery reports of Communication Services come here' Succeeded "$(az eventgrid system-topic event-subscription show -g "$group" --system-topic-name "$events" -n postern --query provisioningState -o tsv)"
fi

POSTERN_URL=$(azd env get-value SERVICE_MAIL_URI)
POSTERN_MASTER_KEY=$(az functionapp keys list -g "$group" -n "$app" --query masterKey -o tsv)
POSTERN_QUEUES=$(az storage account show -g "$group" -n "$account" --query primaryEndpoints.queue -o tsv)
POSTERN_TOKEN=$(az account get-access-token --resource https://storage.azure.com --query accessToken -o tsv)
export POSTERN_URL POSTERN_MASTER_KEY POSTERN_QUEUES POSTERN_TOKEN
node smoke.mjs || failed=1

az extension add -n application-insights --upgrade -y --only-show-errors
# Measured every five minutes, sent every minute, and shown some minutes later.
for _ in $(seq 40); do
  seen=$(az monitor app-insights query -g "$group" --app "$telemetry" --analytics-query 'customMetrics | where timestamp > ago(1h) and name startswith "postern." | summarize dcount(name)' --query 'tables[0].rows[0][0]' -o tsv 2> "$said" || echo 0)
  if [ "${seen:-0}" -gt 0 ]; then break; fi
  sleep 20
done
if [ "${seen:-0}" -gt 0 ]; then ok "telemetry arrives: $seen metrics of the gateway"; else wrong "no metric of the gateway has arrived in 13 minutes. $(tail -n 5 "$said")"; fi
exit $failed
