import { isIP } from 'node:net';
import { AddressRanges, parseRange } from '../devices/address-ranges.js';
import { SettingsError, type Settings } from '../settings/settings.js';

/** IPv4 ranges outside the public Internet: RFC 6890 and multicast. */
const privateIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * The same for IPv6, with the ranges whose addresses contain an IPv4 address (mapped, NAT64, 6to4, Teredo),
 * which could be private.
 */
const privateIpv6 = [
  '::/96',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

const privateRanges = new AddressRanges([...privateIpv4, ...privateIpv6]);

/** The form in which hosts are compared: lower case, no final dot, an IPv6 address without brackets. */
const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Where webhooks may go. */
export class WebhookRules {
  readonly #allowsHttp: boolean;
  readonly #names: ReadonlySet<string>;
  readonly #ranges: AddressRanges;

  /**
   * @throws SettingsError when an entry of WEBHOOK_ALLOW_HOSTS is neither a host name nor an address range.
   */
  constructor({
    WEBHOOK_ALLOW_HTTP,
    WEBHOOK_ALLOW_HOSTS,
  }: Pick<Settings, 'WEBHOOK_ALLOW_HTTP' | 'WEBHOOK_ALLOW_HOSTS'>) {
    const invalid = WEBHOOK_ALLOW_HOSTS.find((entry) => /[:/]/.test(entry) && !parseRange(entry));
    if (invalid !== undefined) {
      throw new SettingsError(
        `WEBHOOK_ALLOW_HOSTS: "${invalid}" is neither a host name nor an address range such as 10.1.0.0/16.`,
      );
    }
    this.#allowsHttp = WEBHOOK_ALLOW_HTTP;
    this.#names = new Set(WEBHOOK_ALLOW_HOSTS.map(plainHost));
    this.#ranges = new AddressRanges(WEBHOOK_ALLOW_HOSTS);
  }

  /**
   * Reason why a webhook_url is refused, to be read after its name; null when it is allowed. Names are not
   * resolved here.
   */
  faultOf(text: string): string | null {
    const url = /[\s\p{Cc}]/u.test(text) || !URL.canParse(text) ? null : new URL(text);
    if (!url || url.hostname === '') return 'must be a whole URL, such as https://hooks.example.net/naas';
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.#allowsHttp)) {
      return 'must begin with https://';
    }
    if (url.username !== '' || url.password !== '') {
      return 'must not hold a user name or password; use webhook_secret to sign what is sent';
    }
    const host = plainHost(url.hostname);
    const mayBeReached =
      isIP(host) === 0 ? !isLocalName(host) || this.#names.has(host) : this.allows(host, host);
    return mayBeReached
      ? null
      : 'leads to a private, loopback or link-local address, which is not allowed here (WEBHOOK_ALLOW_HOSTS)';
  }

  /** Whether a webhook for this host may be sent to the address to which the host resolved. */
  allows(host: string, address: string): boolean {
    return (
      this.#names.has(plainHost(host)) ||
      this.#ranges.has(address) ||
      (isIP(address) !== 0 && !privateRanges.has(address))
    );
  }
}
