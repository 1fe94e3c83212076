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

vim.api.nvim_create_user_command('StarCoach', function(call)
  require('star_coach.commands').run(call)
end, {
  nargs = '*',
  desc = 'Coaching of STAR answers: see :help star_coach-commands',
  complete = function(...)
    return require('star_coach.commands').complete(...)
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('star_coach', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'star_coach' then
      require('star_coach.lenses').attach(event.buf)
      if vim.g.star_coach_live ~= false then
        -- The server itself holds back what would disturb the sentence being typed.
        vim.diagnostic.config({ update_in_insert = true }, vim.lsp.diagnostic.get_namespace(client.id))
      end
      -- What CTRL-X CTRL-O chooses is put in as the server means it, tab stops and all. Nothing pops up by itself.
      vim.lsp.completion.enable(true, client.id, event.buf, { autotrigger = false })
    end
  end,
})
