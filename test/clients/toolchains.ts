/** Builds the client programs of each language, once for all tests that run them. */
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { build, BUILD_TIMEOUT, BUILT, CLIENTS, type Program, requireTool, run } from './programs.js';

/**
 * @param module where its go.mod is; default: that of the clients
 * @param source a folder of the Go module, `.` for its root
 */
export function goProgram(source = '.', name = 'client-go', module = path.join(CLIENTS, 'go')): Promise<Program> {
  return build(async () => {
    await requireTool('go');
    const binary = path.join(BUILT, 'go', name);
    // Nobody debugs these, and so the compiler takes a quarter less of the processor, and more memory.
    const flags = ['-buildvcs=false', '-gcflags=all=-dwarf=false', '-ldflags=-s -w'];
    const env = { GOGC: '400' };
    await run(['go', 'build', ...flags, '-o', binary, source], { cwd: module, env, timeout: BUILD_TIMEOUT });
    return [binary];
  });
}

/** @param script a file of the folder python, run in an environment with its requirements. */
export function pythonProgram(script: string): Promise<Program> {
  return build(async () => {
    await requireTool('python3');
    const requirements = path.join(CLIENTS, 'python', 'requirements.txt');
    const pins = createHash('sha256').update(await fs.readFile(requirements));
    const environment = path.join(BUILT, 'python', pins.digest('hex').slice(0, 12));
    const python = path.join(environment, 'bin', 'python');
    const complete = path.join(environment, 'complete');
    if (!(await exists(complete))) {
      await run(['python3', '-m', 'venv', '--clear', environment]);
      await run([python, '-m', 'pip', 'install', '--quiet', '-r', requirements], { timeout: BUILD_TIMEOUT });
      await fs.writeFile(complete, '');
    }
    return [python, path.join(CLIENTS, 'python', script)];
  });
}

/** The class to run is the first argument. */
export function javaProgram(): Promise<Program> {
  return build(async () => {
    await requireTool('mvn');
    await requireTool('javac');
    const output = path.join(BUILT, 'java');
    const classpath = path.join(output, 'classpath');
    const goals = ['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${classpath}`];
    await run(['mvn', '-B', '-q', ...goals], { cwd: path.join(CLIENTS, 'java'), timeout: BUILD_TIMEOUT });
    const libraries = await fs.readFile(classpath, 'utf8');
    return ['java', '-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', `${output}/classes:${libraries.trim()}`];
  });
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
