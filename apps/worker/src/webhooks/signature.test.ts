import { Secret } from '@naas/core';
import { signatureHeaders } from './signature.js';

test('both signatures are HMAC-SHA256 in hex, of the body and of the time and the body', () => {
  // Computed with: printf '%s' '{}' | openssl dgst -sha256 -hmac key, and the same of '1700000000.{}'.
  expect(signatureHeaders('{}', new Secret('key'), new Date(1_700_000_000_999))).toEqual({
    'X-NAAS-Signature-256': 'sha256=a777724d943eb48dc69bca8a4a6d57a04db3f9ec7e1de4e581e860265bdf3032',
    'X-NAAS-Signature': 't=1700000000,v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae',
  });
});

test('without a secret nothing is signed', () => {
  expect(signatureHeaders('{}', null, new Date(0))).toEqual({});
});
