/** Below `naas --help`. */
export const exitCodesHelp = `
Output is text on a terminal and JSON in a pipe or file; --json and --text override this.
Exit codes: 0 done, 1 the job failed, 2 API error or wrong usage, 3 not allowed (401, 403),
            4 the job did not end in time and continues, 130 Ctrl-C.
Environment: NAAS_URL, NAAS_USERNAME, NAAS_PASSWORD, NAAS_ENABLE, NAAS_CA_BUNDLE, NO_COLOR.`;

/** Below `naas send-command --help`. */
export const sendCommandHelp = `
Examples:
  naas send-command -H 192.0.2.1 -p cisco_ios "show version" "show clock"
  naas send-command -H r1 --text "show running-config" | grep -A3 "interface Gi0/1"
  naas send-command -H r1 "show ip bgp summary" | jq -r '.outputs[0].output'
  naas send-command -H r1 --expect "\\[confirm\\]" "clear counters"

A command that the device refuses is marked as refused; the job still finishes.`;

/** Below `naas send-config --help`. */
export const sendConfigHelp = `
Examples:
  naas send-config -H 192.0.2.1 -p cisco_ios -f changes.cfg --save
  naas send-config -H r1 "interface Gi0/1" "description uplink to r2"
  render-template r1 | naas send-config -H r1 -p juniper_junos --commit -

Blank lines and lines that begin with ! are left out, tabs become spaces. The push stops
at the first line that the device refuses. Each call has its own idempotency key, so that
retries never push twice; set --idempotency-key to make repeating the command safe too.`;
