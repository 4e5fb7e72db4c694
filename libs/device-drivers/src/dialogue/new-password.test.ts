import { asksForNewPassword } from './new-password.js';

test.each([
  'Current password: ',
  '(current) UNIX password: ',
  'New password: ',
  'Enter new UNIX password: ',
  'Enter your new password: ',
  'Retype new password: ',
  'Re-enter password: ',
  'Confirm new password for admin: ',
])('"%s" asks for a change of the password', (question) => {
  expect(asksForNewPassword(question)).toBe(true);
});

test.each([
  'Password: ',
  "admin@198.51.100.7's password: ",
  'password for new-york: ',
  'newyork Password: ',
  'New password policy: see the wiki',
  'lab1#',
])('"%s" does not', (question) => {
  expect(asksForNewPassword(question)).toBe(false);
});
