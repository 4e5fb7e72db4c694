import { nearest } from '../program/nearest.js';
import { settingsTable } from './table.js';

/** Settings of the `naas` command, which may stand in the same environment. */
const commandSettings = ['NAAS_URL', 'NAAS_USERNAME', 'NAAS_PASSWORD', 'NAAS_ENABLE', 'NAAS_CA_BUNDLE'];

/**
 * First words that only our settings have. Others (REDIS_, WORKER_, JOB_, LOG_, AWS_, VAULT_, SSH_) are those
 * of other programs, too.
 */
const ownWords =
  /^(NAAS|DEVICE|CONNECTION_POOL|CIRCUIT_BREAKER|RATE_LIMIT|WEBHOOK|BATCH|SSE|HOST_KEY|BASIC_AUTH|API_KEY)_/;

/** What Kubernetes sets for a service called naas or the like. */
const ofKubernetes = /_(SERVICE_(HOST|PORT.*)|PORT(_\d+_(TCP|UDP).*)?)$/;

/**
 * The first variable of an environment that looks like a setting of ours and is none, with the setting that
 * was probably meant; undefined when there is no such variable.
 */
export function findUnknownSetting(
  names: readonly string[],
): { readonly name: string; readonly meant: string | undefined } | undefined {
  const known = Object.entries(settingsTable).flatMap(([name, { type }]) =>
    type === 'secret' ? [name, `${name}_FILE`] : [name],
  );
  const all = new Set([...known, ...commandSettings]);
  const name = names.find((one) => ownWords.test(one) && !all.has(one) && !ofKubernetes.test(one));
  return name === undefined ? undefined : { name, meant: nearest(name, known) };
}
