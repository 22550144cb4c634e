import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../../../src/apis/field/errors.js';
import { Path } from '../../../src/apis/field/path.js';
import { validateLabelSelector } from '../../../src/apis/validation/label-selector.js';
import { validateFieldManager } from '../../../src/apis/validation/managed-fields.js';
import {
  isConfigMapKey,
  isDNS1035Label,
  nameIsDNS1035Label,
  nameIsDNSLabel,
  nameIsDNSSubdomain,
  nameIsPathSegment,
} from '../../../src/apis/validation/names.js';
import { behavioursOf } from '../../../src/features/resolve.js';

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const on37 = behavioursOf(37);

describe('names', () => {
  it('names the dots of a label since 1.27', () => {
    expect(nameIsDNSLabel('a.b', false, on37)).toEqual(['must not contain dots']);
    expect(nameIsDNSLabel('a.b', false, behavioursOf(26))).toEqual([LABEL_RULE]);
    expect(nameIsDNSLabel('A', false, on37)).toEqual([LABEL_RULE]);
    expect(nameIsDNSLabel('x'.repeat(64), false, on37)).toEqual(['must be no more than 63 characters']);
  });

  it('lets a prefix end with a dash', () => {
    expect(nameIsDNSLabel('a-', false, on37)).toEqual([LABEL_RULE]);
    expect(nameIsDNSLabel('a-', true, on37)).toEqual([]);
    expect(nameIsDNSSubdomain('a.-', true)).toEqual([]);
    expect(nameIsDNS1035Label('svc-', true)).toEqual([]);
  });

  it('counts bytes, not characters', () => {
    expect(isDNS1035Label(`a${'ä'.repeat(32)}`)[0]).toBe('must be no more than 63 characters');
  });

  it('takes nearly everything as a path segment', () => {
    expect(nameIsPathSegment('system:node', false)).toEqual([]);
    expect(nameIsPathSegment('..', false)).toEqual(["may not be '..'"]);
    expect(nameIsPathSegment('..', true)).toEqual([]);
    expect(nameIsPathSegment('a/%', false)).toEqual(["may not contain '/'", "may not contain '%'"]);
  });

  it('checks keys of data', () => {
    expect(isConfigMapKey('a.B_c-1')).toEqual([]);
    expect(isConfigMapKey('g h')).toEqual([
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ]);
    expect(isConfigMapKey('.')).toEqual(["must not be '.'"]);
    expect(isConfigMapKey('..a')).toEqual(["must not start with '..'"]);
  });

  it('checks field managers', () => {
    expect(validateFieldManager('kubectl create', Path.of('fieldManager'), on37)).toEqual([]);
    expect(validateFieldManager('aé\n', Path.of('fieldManager'), on37).map(fieldErrorText)).toEqual([
      'fieldManager: Invalid value: "aé\\n": invalid character U+000A (at position 3)',
    ]);
    expect(validateFieldManager('x'.repeat(129), Path.of('fieldManager'), on37).map(fieldErrorText)).toEqual([
      'fieldManager: Too long: may not be more than 128 bytes',
    ]);
  });
});

describe('label selectors in objects', () => {
  it('checks operators and their values', () => {
    const errors = validateLabelSelector(
      {
        matchLabels: { a: 'b' },
        matchExpressions: [
          { key: 'a', operator: 'In' },
          { key: 'a', operator: 'Exists', values: ['b'] },
          { key: 'a', operator: 'Near', values: ['b'] },
          { key: 'a', operator: 'NotIn', values: ['b'] },
        ],
      },
      true,
      Path.of('spec', 'selector'),
      on37,
    );
    expect(errors.map(fieldErrorText)).toEqual([
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      'spec.selector.matchExpressions[2].operator: Invalid value: "Near": not a valid selector operator',
    ]);
  });
});
