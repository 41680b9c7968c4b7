'use client'

import { createContext } from 'react'
import { localeCookie } from './locales'

/** The whole name of the cookie that holds the language: only the server knows whether the site is reached by https. */
const Name = createContext<string>(localeCookie)
export const LanguageCookie = Name.Provider
export const LanguageCookieName = Name
