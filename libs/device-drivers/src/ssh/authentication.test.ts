import { Authentication } from './authentication.js';

test('each method is tried once, and the password is sent with the first that has one', () => {
  const authentication = new Authentication('secret', true);
  expect([authentication.next(), authentication.isPasswordSent]).toEqual(['none', false]);
  expect([authentication.next(), authentication.isPasswordSent]).toEqual(['password', true]);
  expect([authentication.next(), authentication.next()]).toEqual(['keyboard-interactive', false]);
});

test('the password answers the question for it, and nothing answers others', () => {
  const authentication = new Authentication('secret', false);
  expect(authentication.answers(['Tenant: '])).toEqual(['']);
  expect(authentication.isPasswordSent).toBe(false);
  expect(authentication.answers(['Password: ', '', 'Token: '])).toEqual(['secret', 'secret', '']);
  expect(authentication.isPasswordSent).toBe(true);
});

test('a question for a new password is not answered', () => {
  const authentication = new Authentication('secret', false);
  expect(authentication.answers(['New password: ', 'Retype new password: '])).toBeUndefined();
  expect(authentication.isPasswordSent).toBe(false);
});
