import { columnVisibilityFeature, rowSelectionFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table'

/** What our tables do; sorting and paging are the server's work. */
export const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature, rowSortingFeature })
