import { Title } from '@mantine/core'
import type { Contract, Topic } from './model'
import { OperationView } from './operation-view'
import { Prose } from './prose'
import classes from './topic-page.module.css'

/** The operations of one topic, one below the other. */
export function TopicPage({ contract, topic, origin }: { contract: Contract; topic: Topic; origin: string }) {
  return (
    <>
      <header className={classes.head}>
        <p>{contract.title}</p>
        <Title order={1}>{topic.title}</Title>
        <Prose text={topic.description} />
      </header>
      {topic.operations.map((operation) => (
        <OperationView key={operation.id} operation={operation} origin={origin} />
      ))}
    </>
  )
}
