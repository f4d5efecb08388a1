import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The lines of a block of docs/install.md, which stands there as ```sh NAME. */
export async function docCommands(name: string): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '../../docs/install.md'), 'utf8');
  const block = new RegExp(`^\`\`\`sh ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1];
  if (block === undefined) throw new Error(`Cannot find the commands "${name}" in docs/install.md`);
  return block;
}
