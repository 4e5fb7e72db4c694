import { fetchCommand } from './fetch-command.js';

test('names only the job when the environment holds the rest', () => {
  expect(fetchCommand('0d3c', {})).toBe('naas jobs get 0d3c --wait');
});

test('repeats the options that were given, quoted for the shell', () => {
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
