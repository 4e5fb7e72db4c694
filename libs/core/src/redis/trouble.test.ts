import { isRedisUnavailable, redisTrouble } from './trouble.js';

test.each([
  [new Error('Connection is closed.'), true],
  [new Error('LOADING Redis is loading the dataset in memory'), true],
  [new Error("READONLY You can't write against a read only replica."), true],
  [
    new Error('UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)'),
    true,
  ],
  [new Error('NOREPLICAS Not enough good replicas to write.'), true],
  [new Error('All sentinels are unreachable. Retrying from scratch after 50ms.'), true],
  [new Error("OOM command not allowed when used memory > 'maxmemory'."), true],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
  [
    new Error(
      "ERR Error running script (call to f_0a1b): @user_script:3: @user_script: 3: -READONLY You can't " +
        'write against a read only replica.',
    ),
    true,
  ],
  [
    new Error(
      'ERR Error running script (call to f_0a1b): @user_script:3: @user_script: 3: -WRONGTYPE Operation',
    ),
    false,
  ],
  [new Error('WRONGTYPE Operation against a key holding the wrong kind of value'), false],
  [new TypeError('x is not a function'), false],
  ['Connection is closed.', false],
])('%s: unavailable: %s', (error, isUnavailable) => {
  expect(isRedisUnavailable(error)).toBe(isUnavailable);
});

test.each([
  ["OOM command not allowed when used memory > 'maxmemory'.", 'memory is full'],
  [
    "OOM command not allowed when used memory > 'maxmemory'. script: 0a1b, on @user_script:12.",
    'memory is full',
  ],
  [
    'ERR Error running script (call to f_0a1b): @user_script:3: @user_script: 3: -OOM command not allowed ' +
      "when used memory > 'maxmemory'.",
    'memory is full',
  ],
  ['MISCONF Errors writing to the AOF file: No space left on device', 'cannot write to its disk'],
  ['NOREPLICAS Not enough good replicas to write.', 'too few replicas'],
  ['Command timed out', 'cannot be reached'],
])('"%s" is reported as: %s', (message, sentence) => {
  expect(redisTrouble(new Error(message))).toContain(sentence);
});
