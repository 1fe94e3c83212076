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

--- The client that coaches a buffer.
---@param buffer? integer The current one by default.
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'star_coach', bufnr = buffer or vim.api.nvim_get_current_buf() })[1]
end

--- The state of the answer at the cursor, for a statusline; an empty text where there is none. It asks nobody: what it
--- says was fetched when the buffer changed last.
---
---     vim.o.statusline = "%f %m%= %{v:lua.require'star_coach'.status()}"
---
---@return string
function M.status()
  return require('star_coach.lenses').status()
end

return M
