import { describe, expect, it } from 'vitest';
import { containerError } from '../../../src/registry/core/pod/container-choice.js';
import { withoutSchemeAndPort } from '../../../src/registry/scheme-name-port.js';

const one = { metadata: { name: 'kp' }, spec: { containers: [{ name: 'a' }] } };
const two = {
  metadata: { name: 'kp' },
  spec: { initContainers: [{ name: 'i' }], containers: [{ name: 'a' }, { name: 'b' }] },
};

function refusal(pod: typeof one, container?: string): string | undefined {
  return containerError(pod, new URLSearchParams(container === undefined ? {} : { container }))?.message;
}

describe('the container that exec, attach and log are about', () => {
  it('is the only one, or the one that is named', () => {
    expect(refusal(one)).toBeUndefined();
    expect(refusal(two, 'b')).toBeUndefined();
    expect(refusal(two, 'i')).toBeUndefined();
  });

  it('must be named where there are several, and exist', () => {
    expect(refusal(two)).toBe('a container name must be specified for pod kp, choose one of: [i a b]');
    expect(refusal(one, 'zz')).toBe('container zz is not valid for pod kp');
  });
});

describe('the name in the path of a proxy', () => {
  it('may have a port, and a scheme too', () => {
    expect(['n', 'n:80', 'https:n:10250'].map(withoutSchemeAndPort)).toEqual(['n', 'n', 'n']);
  });
});
