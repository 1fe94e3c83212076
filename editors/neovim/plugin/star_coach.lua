-- Starts star-coach for markdown buffers, unless `vim.g.star_coach_disable` was set before plugins are loaded.

if vim.g.loaded_star_coach or vim.g.star_coach_disable then
  return
end
vim.g.loaded_star_coach = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('star-coach needs Neovim 0.11 or newer. Update Neovim, then open your draft again.', vim.log.levels.WARN)
  return
end

vim.lsp.enable('star_coach')
