export interface PreparationLock {
  readonly release: () => void;
}

export function acquireLock(
  folder: string,
  options: { readonly onWait: (holderPid: number) => void },
): Promise<PreparationLock>;
