--- The checks of `:checkhealth star_coach`.
local M = {}

local health = vim.health

--- Returns the name and version that the server prints; nil if it can't be run.
local function version(cmd)
  local ok, process = pcall(vim.system, { cmd, '--version' }, { text = true, timeout = 5000 })
  if not ok then
    return nil
  end
  local result = process:wait()
  return result.code == 0 and vim.trim(result.stdout) or nil
end

local function check_neovim()
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok(('Neovim %s'):format(tostring(vim.version())))
  else
    health.error(('Neovim %s is too old'):format(tostring(vim.version())), 'Update to Neovim 0.11 or newer.')
  end
end

local function check_server(config)
  local cmd = type(config.cmd) == 'table' and config.cmd[1] or nil
  if not cmd then
    health.info('`cmd` is a function, so the program is not checked.')
    return
  end
  if vim.fn.executable(cmd) == 0 then
    health.error(('`%s` is not executable'):format(cmd), {
      'Build it in the clone: cargo build --release',
      "Then set its path in init.lua: vim.lsp.config('star_coach', { cmd = { '/path/to/star-coach', 'lsp' } })",
    })
    return
  end
  local found = version(cmd)
  if found then
    health.ok(('%s (%s)'):format(found, vim.fn.exepath(cmd)))
  else
    health.error(('`%s --version` failed'):format(cmd), 'Run it in a terminal to see why. Rebuilding it may help.')
  end
end

local function check_attached(config)
  if not vim.lsp.is_enabled('star_coach') then
    health.warn('The server is not enabled', "Call vim.lsp.enable('star_coach'), or remove vim.g.star_coach_disable.")
    return
  end
  local clients = vim.lsp.get_clients({ name = 'star_coach' })
  if #clients == 0 then
    health.info('The server is not running yet. It starts with the first buffer of one of these file types: ' .. table.concat(config.filetypes or {}, ', '))
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    local counted = buffers == 1 and '1 buffer' or buffers .. ' buffers'
    health.ok(('Running for %s, in %s'):format(counted, client.root_dir or 'no folder'))
    local delay = vim.tbl_get(client, 'flags', 'debounce_text_changes')
    if not delay or delay > 50 then
      health.warn(
        ('Changes are sent to the server after a delay of %s ms'):format(delay or 150),
        "Set flags = { debounce_text_changes = 20 } in vim.lsp.config('star_coach', …)."
      )
    end
  end
end

local function check_project()
  local file = vim.fs.find('star-coach.toml', { upward = true, path = vim.fn.getcwd() })[1]
  if file then
    health.ok('Settings file: ' .. file)
  else
    health.info('No star-coach.toml in this folder or above; the defaults apply.')
  end
end

--- Runs the checks. Called by |:checkhealth|.
function M.check()
  health.start('star-coach')
  check_neovim()
  local config = vim.lsp.config.star_coach or {}
  check_server(config)
  check_attached(config)
  check_project()
end

return M
