local M = {}

--- Configures and enables the server. Optional: by default, the plugin runs `star-coach` from the PATH.
---
---     require('star_coach').setup({ settings = { starCoach = { typingDelayMs = 800 } } })
---
---@param opts? vim.lsp.Config Fields of |vim.lsp.Config| to change, such as `cmd`, `filetypes`, or `settings`.
function M.setup(opts)
  vim.lsp.config('star_coach', opts or {})
  vim.lsp.enable('star_coach')
end

--- Returns the client that is attached to a buffer.
---@param buffer? integer The buffer; the current one by default.
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'star_coach', bufnr = buffer or vim.api.nvim_get_current_buf() })[1]
end

--- Returns the summary line of the answer at the cursor, for a statusline; an empty string outside of answers. Makes no
--- request: the text was fetched after the last change of the buffer.
---
---     vim.o.statusline = "%f %m%= %{v:lua.require'star_coach'.status()}"
---
---@return string
function M.status()
  return require('star_coach.lenses').status()
end

return M
