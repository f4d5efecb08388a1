/** A machine that packages are made for. */
export interface Target {
  /** As Debian, OCI and Go call it. */
  readonly architecture: 'amd64' | 'arm64';
  /** As Node calls it. */
  readonly node: 'x64' | 'arm64';
  /** Takes the symbols out of its programs; Debian's binutils for it. */
  readonly strip: string;
  /** As its libraries' folder is called. */
  readonly triplet: string;
  /** The program that loads another one with its libraries: its path is fixed in each. */
  readonly loader: string;
}

export const TARGETS: readonly Target[] = [
  {
    architecture: 'amd64',
    node: 'x64',
    strip: 'x86_64-linux-gnu-strip',
    triplet: 'x86_64-linux-gnu',
    loader: 'lib64/ld-linux-x86-64.so.2',
  },
  {
    architecture: 'arm64',
    node: 'arm64',
    strip: 'aarch64-linux-gnu-strip',
    triplet: 'aarch64-linux-gnu',
    loader: 'lib/ld-linux-aarch64.so.1',
  },
];
