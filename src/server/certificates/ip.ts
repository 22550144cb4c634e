/** IP addresses as octets. */
import { isIPv4 } from 'node:net';

/** 4 octets of an IPv4 address, 16 of an IPv6 one; the text must be an address. */
export function ipOctets(address: string): Buffer {
  return isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Octets(address);
}

function ipv6Octets(address: string): Buffer {
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  return Buffer.from([...left, ...Array<number>(16 - left.length - right.length).fill(0), ...right]);
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (isIPv4(group)) return [...ipOctets(group)];
    const value = parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
