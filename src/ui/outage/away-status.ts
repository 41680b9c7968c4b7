/** What proxies and servers answer while nothing behind them does. Apart, so that pages that call nothing stay light. */
export const isAwayStatus = (status: number): boolean => status === 502 || status === 503 || status === 504
