'use client'

import { VisuallyHidden } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import classes from './api-keys.module.css'
import { barsOf } from './bars'
import type { Key } from './types'

const [step, width, height] = [6, 4, 34]

/** The calls of a key over 30 days, a bar a day, with what was refused on top; the same as a table for who cannot see it. */
export function UseChart({ days, today }: { days: Key['days']; today: string }) {
  const t = useTranslations('apiKeys')
  const format = useFormatter()
  const bars = barsOf(days, today)
  const calls = days.reduce((sum, day) => sum + day.calls, 0)
  const refused = days.reduce((sum, day) => sum + day.refused, 0)
  const dayText = (day: string) =>
    format.dateTime(new Date(`${day}T12:00:00+08:00`), { month: 'short', day: 'numeric' })
  return (
    <div className={classes.use}>
      <svg
        role="img"
        aria-label={t('chart', { calls, refused })}
        viewBox={`0 0 ${bars.length * step - (step - width)} ${height + 1}`}
        preserveAspectRatio="xMinYMax meet"
        className={classes.chart}
      >
        {bars.map((bar, at) => {
          const passed = bar.passedHeight * height
          // What was refused stands apart from the rest, not by its colour alone.
          const refusedTop = passed + bar.refusedHeight * height
          const gap = passed > 0 && bar.refused > 0 ? 1 : 0
          return (
            <g key={bar.day}>
              <title>{t('dayUse', { day: dayText(bar.day), calls: bar.calls, refused: bar.refused })}</title>
              <rect x={at * step} y={0} width={width} height={height + 1} fill="transparent" />
              <rect x={at * step} y={height} width={width} height={1} className={classes.ground} />
              <rect x={at * step} y={height - passed} width={width} height={passed} className={classes.passed} />
              <rect
                x={at * step}
                y={height - refusedTop}
                width={width}
                height={Math.max(0, refusedTop - passed - gap)}
                className={classes.refused}
              />
            </g>
          )
        })}
      </svg>
      <span className={classes.sums}>
        {t('sum', { calls })}
        {refused > 0 && (
          <span className={classes.refusedSum}>
            <i aria-hidden="true" />
            {t('refusedSum', { refused })}
          </span>
        )}
      </span>
      {days.length > 0 && (
        <VisuallyHidden>
          <table>
            <caption>{t('chartTable')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('day')}</th>
                <th scope="col">{t('calls')}</th>
                <th scope="col">{t('refused')}</th>
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr key={day.day}>
                  <th scope="row">{dayText(day.day)}</th>
                  <td>{day.calls}</td>
                  <td>{day.refused}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </VisuallyHidden>
      )}
    </div>
  )
}
