#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { main } from './cli.js';
import { RealClock } from './clock/clock.js';

process.exit(
  await main(process.argv.slice(2), {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    readInput: () => Promise.resolve(readFileSync(0, 'utf8')),
    signals: process,
    exit: (code) => process.exit(code),
    clock: new RealClock(),
  }),
);
