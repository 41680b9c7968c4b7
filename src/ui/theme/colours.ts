import type { MantineColorsTuple } from '@mantine/core'

/** Ink that has dried on paper: what one can press. Shade 7 carries white text by day, shade 5 by night. */
export const ink: MantineColorsTuple = [
  '#eff3f7',
  '#dfe6ee',
  '#bccada',
  '#a3b7cb',
  '#8aa3be',
  '#55718f',
  '#3d5a78',
  '#2f4963',
  '#24394e',
  '#17273a',
]

/** The seal's cinnabar: the mark of the house, errors and what destroys; never an ordinary button. */
export const red: MantineColorsTuple = [
  '#fdf3f1',
  '#fae3df',
  '#f3c4bc',
  '#ea9c8f',
  '#e88a7b',
  '#c9432f',
  '#bd3c2a',
  '#a93323',
  '#8b291c',
  '#6b2016',
]

export const green: MantineColorsTuple = [
  '#eff7f3',
  '#dcede4',
  '#b6dac8',
  '#8cc5a9',
  '#62af8a',
  '#2f7d5b',
  '#2a7152',
  '#226046',
  '#1a4b37',
  '#123527',
]

export const amber: MantineColorsTuple = [
  '#fdf7e9',
  '#f9ebcb',
  '#f0d596',
  '#e5bb5d',
  '#d9a334',
  '#8f6410',
  '#84590b',
  '#724c07',
  '#5a3c06',
  '#3f2a04',
]
