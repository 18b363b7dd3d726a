/** What has to be started, and what its environment needs. */
export interface TestTool {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

export function findRedisServer(): TestTool | undefined;
export function findChromium(): TestTool | undefined;
export function prepareRedis(): Promise<void>;
export function prepareChromium(): Promise<void>;
