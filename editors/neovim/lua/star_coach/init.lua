local M = {}

--- Changes how star-coach is run. Optional: without it the plugin runs `star-coach` from the PATH with its own defaults.
---
---     require('star_coach').setup({ settings = { starCoach = { typingDelayMs = 800 } } })
---
---@param opts? vim.lsp.Config Fields of |vim.lsp.Config| to change, such as `cmd`, `filetypes` or `settings`.
function M.setup(opts)
  vim.lsp.config('star_coach', opts or {})
  vim.lsp.enable('star_coach')
end

return M
