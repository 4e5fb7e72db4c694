/** Below `naas --help`. */
export const exitCodesHelp = `
Output is for people on a terminal and JSON in a pipe or file; --json and --text choose.
Exit codes: 0 done, 1 the job failed, 2 API error or wrong use, 3 not allowed (401, 403),
            4 the job had not ended in time and goes on, 130 Ctrl-C.
Environment: NAAS_URL, NAAS_USERNAME, NAAS_PASSWORD, NAAS_ENABLE, NAAS_CA_BUNDLE, NO_COLOR.`;

/** Below `naas send-command --help`. */
export const sendCommandHelp = `
Examples:
  naas send-command -H 192.0.2.1 -p cisco_ios "show version" "show clock"
  naas send-command -H r1 --text "show running-config" | grep -A3 "interface Gi0/1"
  naas send-command -H r1 "show ip bgp summary" | jq -r '.outputs[0].output'
  naas send-command -H r1 --expect "\\[confirm\\]" "clear counters"

A command that the device refuses is marked so; the job finishes all the same.`;

/** Below `naas send-config --help`. */
export const sendConfigHelp = `
Examples:
  naas send-config -H 192.0.2.1 -p cisco_ios -f changes.cfg --save
  naas send-config -H r1 "interface Gi0/1" "description uplink to r2"
  render-template r1 | naas send-config -H r1 -p juniper_junos --commit -

Blank lines and lines that begin with ! are left out, tabs become spaces. At the first
line the device refuses it stops. Each call has an idempotency key of its own, so that
no retry pushes twice; give one with --idempotency-key to make repeating it safe too.`;
