import { describe, expect, it } from 'vitest';
import { TokenFile, parseTokenFile } from '../../../src/authentication/token-file.js';

describe('parseTokenFile', () => {
  it('reads tokens, with quoted groups or without', () => {
    const text =
      'admin-token,admin,admin-uid,"system:masters"\nalice-token,alice,alice-uid,"developers,qa"\nbob,bob,\n';
    expect(parseTokenFile(text)).toEqual([
      { token: 'admin-token', username: 'admin', uid: 'admin-uid', groups: ['system:masters'] },
      { token: 'alice-token', username: 'alice', uid: 'alice-uid', groups: ['developers', 'qa'] },
      { token: 'bob', username: 'bob', uid: '', groups: [] },
    ]);
  });

  it('takes Windows line ends, empty lines, doubled quotes and no line end', () => {
    expect(parseTokenFile('\r\na,"b ""c""",d\r\n\r\n"x\ny",u,v,g')).toEqual([
      { token: 'a', username: 'b "c"', uid: 'd', groups: [] },
      { token: 'x\ny', username: 'u', uid: 'v', groups: ['g'] },
    ]);
  });

  it('passes over empty tokens', () => {
    expect(parseTokenFile(',a,b\n')).toEqual([]);
    expect(parseTokenFile('')).toEqual([]);
  });

  it.each([
    ['a,b,c\nd,e\n', 'line 2: must have at least 3 columns (token, user name, user uid), found 2'],
    ['a,"b\nc",d\n\ne\n', 'line 4: must have at least 3 columns (token, user name, user uid), found 1'],
    ['a,b"c,d\n', 'line 1: bare " in a field without quotes: put the field in quotes and double the quote'],
    [
      'a,b,c\nd,"e,f\n',
      'line 2: extraneous or missing " in a quoted field: end the field with one quote, double those within',
    ],
    [
      'a,"b"c,d\n',
      'line 1: extraneous or missing " in a quoted field: end the field with one quote, double those within',
    ],
  ])('%j is broken', (text, message) => {
    expect(() => parseTokenFile(text)).toThrow(new Error(message));
  });
});

it('the last of two lines with the same token counts', () => {
  const file = new TokenFile(() => parseTokenFile('t,first,1\nt,second,2\n'));
  expect(file.authenticateToken('t')?.user.username).toBe('second');
});
