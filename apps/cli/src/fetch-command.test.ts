import { fetchCommand } from './fetch-command.js';

test('names the job alone where the environment says the rest', () => {
  expect(fetchCommand('0d3c', {})).toBe('naas jobs get 0d3c --wait');
});

test('repeats the options given by hand, quoted for the shell', () => {
  const options = {
    url: 'https://naas.example.net:8443',
    insecure: true,
    username: "o'brien",
    passwordFile: '/run/my secrets/pw',
  } as const;
  expect(fetchCommand('0d3c', options)).toBe(
    "naas jobs get 0d3c --wait --url https://naas.example.net:8443 --insecure --username 'o'\\''brien' " +
      "--password-file '/run/my secrets/pw'",
  );
});
