import { AddressRanges } from './address-ranges.js';
import { isAddress } from './canonical-host.js';
import { HostPatterns } from './host-patterns.js';
import type { Settings } from '../settings/settings.js';

/**
 * What no device should be at, unless DEVICE_ALLOW names it: this machine (loopback, unspecified), link-local
 * addresses, and the metadata services of clouds (169.254.169.254 is link-local; fd00:ec2::254 is AWS's).
 */
const deniedByDefault = new AddressRanges([
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '::/128',
  '::1/128',
  'fe80::/10',
  'fd00:ec2::254/128',
]);

type ReachSettings = Pick<Settings, 'DEVICE_ALLOW' | 'DEVICE_DENY' | 'APP_ENVIRONMENT'>;

/** Which devices jobs may reach: DEVICE_ALLOW and DEVICE_DENY. */
export class DeviceReach {
  readonly #allow: HostPatterns;
  readonly #deny: HostPatterns;
  readonly #allowsAll: boolean;
  readonly #isProduction: boolean;

  constructor({ DEVICE_ALLOW, DEVICE_DENY, APP_ENVIRONMENT }: ReachSettings) {
    this.#allow = new HostPatterns(DEVICE_ALLOW);
    this.#deny = new HostPatterns(DEVICE_DENY);
    this.#allowsAll = DEVICE_ALLOW.length === 0;
    this.#isProduction = APP_ENVIRONMENT === 'production';
  }

  /**
   * Whether a host may be reached. `address`: what a name resolved to; null: not known (yet), so that only
   * its name can be judged and the answer may be true where the address is refused later.
   */
  mayReach(host: string, address: string | null): boolean {
    const [name, at] = isAddress(host) ? [null, host] : [host, address];
    const fits = (patterns: HostPatterns): boolean =>
      (name !== null && patterns.has(name)) || (at !== null && patterns.has(at));
    if (fits(this.#deny)) return false;
    if (fits(this.#allow)) return true;
    if (at === null) return true; // the address decides
    return this.#allowsAll && !(this.#isProduction && deniedByDefault.has(at.replace(/%.*$/, '')));
  }
}
