-- An end-to-end test in a real Neovim: opens a draft, checks the finding, applies the fix, opens a related scenario.
--
-- Run by `tests/editors/neovim`, which prepares a home folder as the plugin's README describes. This script simulates the
-- user: it starts a second Neovim, types into it, and reads what it shows.

local draft = vim.env.DRAFT
local started = vim.uv.hrtime()
local child

local function say(text)
  io.write(('%6.0f ms  %s\n'):format((vim.uv.hrtime() - started) / 1e6, text))
  io.flush()
end

--- Runs `code` in the Neovim under test, and returns its value.
local function lua(code, ...)
  local mode = vim.rpcrequest(child, 'nvim_get_mode')
  assert(not mode.blocking, 'Neovim waits for a key in mode ' .. mode.mode)
  return vim.rpcrequest(child, 'nvim_exec_lua', code, { ... })
end

local function type_keys(keys)
  vim.rpcrequest(child, 'nvim_input', keys)
end

local function mode()
  return vim.rpcrequest(child, 'nvim_get_mode').mode
end

local function text()
  return table.concat(lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)'), '\n') .. '\n'
end

--- Returns the findings in the current buffer: `LINE CODE (SOURCE)`.
local function findings()
  return lua([[
    local found = vim.tbl_map(function(finding)
      return ('%d %s (%s)'):format(finding.lnum + 1, finding.code, finding.source)
    end, vim.diagnostic.get(0))
    return table.concat(found, ', ')
  ]])
end

--- Returns the findings in the current buffer: `LINE:COLUMN CODE`, with columns in characters.
local function places()
  return lua([[
    local found = vim.tbl_map(function(finding)
      local line = vim.fn.getline(finding.lnum + 1)
      return ('%d:%d %s'):format(finding.lnum + 1, vim.str_utfindex(line, 'utf-32', finding.col) + 1, finding.code)
    end, vim.diagnostic.get(0))
    return table.concat(found, ', ')
  ]])
end

--- Returns the findings that the command line reports for the text of the buffer, like `places`.
local function checked()
  local json = vim.fn.system({ vim.env.STAR_COACH, 'check', '--format', 'json', '-' }, text())
  local found = vim.tbl_map(function(finding)
    return ('%d:%d %s'):format(finding.line, finding.column, finding.rule)
  end, vim.json.decode(json)[1].findings)
  return table.concat(found, ', ')
end

local function selected()
  return lua([[return table.concat(vim.fn.getregion(vim.fn.getpos('v'), vim.fn.getpos('.')), '\n')]])
end

--- Waits until `look()` returns `expected`; fails with the last value it returned.
local function expect(what, expected, look)
  local seen
  local ok = vim.wait(10000, function()
    seen = look()
    return vim.deep_equal(seen, expected)
  end, 10)
  if not ok then
    error(('%s\n--- expected\n%s\n--- seen\n%s'):format(what, vim.inspect(expected), vim.inspect(seen)), 0)
  end
  say(what)
end

--- Moves the cursor to `line`, and runs the first action there whose title contains `part`. Returns the title.
local function choose(line, part)
  lua('vim.api.nvim_win_set_cursor(0, { ..., 0 })', line)
  lua(
    [[
      local part = ...
      chosen, offered = nil, {}
      vim.lsp.buf.code_action({ apply = true, filter = function(action)
        table.insert(offered, ('%s: %s'):format(action.kind, action.title))
        if chosen or not action.title:find(part, 1, true) then return false end
        chosen = action.title
        return true
      end })
    ]],
    part
  )
  if not vim.wait(10000, function() return lua('return chosen ~= nil') end, 10) then
    error(('no action with "%s" in line %d; offered:\n%s'):format(part, line, vim.inspect(lua('return offered'))), 0)
  end
  local title = lua('return chosen')
  say(('chose "%s"'):format(title))
  return title
end

local function start(init)
  child = vim.fn.jobstart(
    { vim.v.progpath, '--embed', '--headless', '-n', '-i', 'NONE', '-u', init, '--cmd', 'set columns=120 lines=40' },
    { rpc = true, on_stderr = function(_, lines) io.write(table.concat(lines, '\n')) end }
  )
  assert(child > 0, 'Neovim did not start')
  lua('vim.lsp.set_log_level("debug")')
  lua('vim.cmd.edit(...)', draft)
end

local function stop()
  lua('for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end')
  expect('the server has exited', 0, function() return lua('return #vim.lsp.get_clients()') end)
  vim.rpcnotify(child, 'nvim_command', 'qall!')
  vim.fn.jobwait({ child }, 2000)
  vim.fn.jobstop(child)
end

local original = table.concat(vim.fn.readfile(draft), '\n') .. '\n'
local with_placeholder = original:gsub('reduced the backlog', '%0 by [X%%]')
local with_figure = original:gsub('reduced the backlog', '%0 by 85%%')
local result_line = 9

local function with_the_plugin()
  start(vim.env.INIT_PLUGIN)
  expect('the missing metric is reported', result_line .. ' missing-metric (star-coach)', findings)

  choose(result_line, '[X%]')
  expect('the fix is in the buffer', with_placeholder, text)
  expect('Neovim is in Select mode', 's', mode)
  expect('the placeholder is selected', '[X%]', selected)
  type_keys('85%')
  expect('typing replaced it', with_figure, text)
  type_keys('<Esc>')
  expect('no findings are left', '', findings)

  lua('vim.cmd("silent edit!")')
  expect('reloaded: the finding is back', result_line .. ' missing-metric (star-coach)', findings)
  type_keys('i')
  expect('Neovim is in Insert mode', 'i', mode)
  choose(result_line, '[X%]')
  expect('from Insert mode: Select mode', 's', mode)
  expect('from Insert mode: the placeholder is selected', '[X%]', selected)
  type_keys('85%<Esc>')
  expect('from Insert mode: the same text', with_figure, text)

  lua('vim.cmd("silent write")')
  local title = choose(7, 'Open related scenario: '):match('^Open related scenario: (.-) %(')
  expect('the scenario is shown', title, function()
    local first = lua([[return vim.fn.expand('%:p') ~= ... and vim.fn.getline(1) or '']], draft)
    return first:match('^# .-(' .. vim.pesc(title) .. ')$')
  end)
  expect('it is a file on disk', 1, function() return lua([[return vim.fn.filereadable(vim.fn.expand('%:p'))]]) end)
  stop()
end

--- Returns the completions of `typed` after `:StarCoach`.
local function completed(typed)
  return lua([[return vim.fn.getcompletion('StarCoach ' .. ..., 'cmdline')]], typed)
end

local function health()
  lua('vim.cmd("silent checkhealth star_coach")')
  local report
  expect('checkhealth reports', true, function()
    report = text()
    return report:find('Settings file', 1, true) ~= nil or report:find('No star-coach.toml', 1, true) ~= nil
  end)
  lua('vim.cmd("tabclose")')
  return report
end

--- Returns the text of the hover at `part` on `line`.
local function hovered(line, part)
  lua(
    [[
      local line, part = ...
      local column = vim.fn.getline(line):find(part, 1, true)
      vim.api.nvim_win_set_cursor(0, { line, column - 1 })
      vim.lsp.buf.hover()
    ]],
    line,
    part
  )
  local shown = ''
  expect(('hover on "%s" opens'):format(part), true, function()
    shown = lua([[
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
        end
      end
      return ''
    ]])
    return shown ~= ''
  end)
  type_keys('<Esc>')
  lua('vim.api.nvim_win_set_cursor(0, { 1, 0 })')
  return shown
end

local function contains(what, whole, part)
  assert(whole:find(part, 1, true), ('%s: no "%s" in\n%s'):format(what, part, whole))
  say(what)
end

--- Returns the summary lines in the buffer: `LINE TEXT`, one per line.
local function summary_lines()
  return lua([[
    local namespace = vim.api.nvim_get_namespaces()['star_coach.lenses']
    local marks = vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })
    return table.concat(vim.tbl_map(function(mark)
      return (mark[2] + 1) .. mark[4].virt_text[1][1]
    end, marks), '\n')
  ]])
end

local function status()
  return lua([[return require('star_coach').status()]])
end

local function with_all_features()
  vim.fn.writefile(vim.split(original:sub(1, -2), '\n'), draft)
  start(vim.env.INIT_PLUGIN)
  expect('the finding is shown', result_line .. ' missing-metric (star-coach)', findings)

  expect('commands are completed, but not their former names', { 'scenario' }, function() return completed('sc') end)
  expect('unknown names are not', {}, function() return completed('zz') end)
  local report = health()
  contains('checkhealth finds the program', report, 'OK star-coach ')
  contains('checkhealth finds the running server', report, 'Running for 1 buffer, in ')
  assert(not report:find('ERROR', 1, true) and not report:find('WARNING', 1, true), report)

  expect('the summary line is after the title', '1  S ✓ T ✓ A ✓ R ✓ · no metrics', function()
    return summary_lines():match('^1  S ✓ T ✓ A ✓ R ✓ · no metrics')
  end)
  lua('vim.api.nvim_win_set_cursor(0, { 9, 0 })')
  expect('the statusline shows the same', 'S ✓ T ✓ A ✓ R ✓ · no metrics', function()
    return status():match('^S ✓ T ✓ A ✓ R ✓ · no metrics')
  end)
  lua('vim.cmd("StarCoach lenses")')
  expect('summary lines can be hidden', '', summary_lines)
  lua('vim.cmd("StarCoach lenses")')

  contains('a label is explained', hovered(5, 'Task'), 'Task')
  contains('a service is explained', hovered(7, 'Amazon SQS'), 'Amazon SQS')

  lua('vim.api.nvim_win_set_cursor(0, { 1, 0 })')
  lua('vim.cmd("StarCoach next")')
  expect('the next gap is the Result', result_line, function() return lua([[return vim.fn.line('.')]]) end)

  type_keys('7GA Then Cloudw<C-x><C-o>')
  expect('a service is completed', true, function()
    local words = lua([[return vim.tbl_map(function(item) return item.abbr end, vim.fn.complete_info({ 'items' }).items)]])
    return words[1] == 'Amazon CloudWatch' or words
  end)
  type_keys('<C-y>')
  expect('by its whole name', 'Then Amazon CloudWatch', function()
    return lua([[return vim.fn.getline(7):match('Then.*')]])
  end)
  type_keys('<Esc>u')
  expect('the draft is as it was', original, text)

  local function set(settings)
    lua([[
      local client = vim.lsp.get_clients()[1]
      client.settings = ...
      client:notify('workspace/didChangeConfiguration', { settings = client.settings })
    ]], settings)
  end
  set({ starCoach = { rules = { ['missing-metric'] = 'off' } } })
  expect('a setting turns the rule off', '', findings)
  set({ starCoach = { rules = { ['missing-metric'] = 'warning' } } })
  expect('and on again', result_line .. ' missing-metric (star-coach)', findings)

  -- The user keeps typing while the server is down: one edit is not yet sent when the server is killed, and another one
  -- follows in every round of Neovim's event loop until the next server is initialized. No edit may be lost.
  for _, how in ipairs({ 'killed', 'killed again', 'killed once more', 'restarted on command' }) do
    local id = lua('return vim.lsp.get_clients()[1].id')
    lua(
      [[
        local before, how = ...
        local function type_on() vim.api.nvim_buf_set_lines(0, 0, 0, true, { 'A line above.', '' }) end
        type_on()
        local typing = assert(vim.uv.new_timer())
        local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
        local server = vim.tbl_filter(function(pid)
          local process = vim.api.nvim_get_proc(pid)
          return process and process.name == 'star-coach'
        end, children)
        assert(#server == 1, 'one server is running')
        if how == 'restarted on command' then vim.cmd.StarCoach('restart') else vim.uv.kill(server[1], 'sigkill') end
        type_on()
        typing:start(0, 1, vim.schedule_wrap(function()
          if typing:is_closing() then return end
          type_on()
          local now = vim.lsp.get_clients()[1]
          if now and now.id ~= before and now.initialized then typing:close() end
        end))
      ]],
      id,
      how
    )
    expect(how .. ': another server is running', true, function()
      return lua('local one = vim.lsp.get_clients()[1]; return one ~= nil and one.initialized and one.id ~= ...', id)
    end)
    expect('the findings are those of the current text', true, function()
      local now = places()
      return now ~= '' and now == checked() or now .. ' is shown, expected ' .. checked()
    end)
  end
  expect('no line was added or lost', true, function()
    local now = text()
    return now:gsub('A line above%.\n\n', '') == original or now
  end)
  lua('vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(..., "\\n"))', 'A line above.\n\n' .. original:sub(1, -2))
  expect('the next edit is analyzed', (result_line + 2) .. ' missing-metric (star-coach)', findings)
  lua([[vim.fn.setline(9, vim.fn.substitute(vim.fn.getline(9), 'Amazon SQS', 'AWS SQS', ''))]])
  expect('a wrong name is reported', '9 misnamed-service (star-coach), 11 missing-metric (star-coach)', findings)
  lua('vim.cmd("StarCoach fix")')
  expect('all safe fixes are applied', '11 missing-metric (star-coach)', findings)

  lua('vim.api.nvim_buf_set_lines(0, 0, -1, true, {})')
  lua('vim.cmd("StarCoach template")')
  local function has_template()
    local now = text()
    return now:find('Situation', 1, true) ~= nil and now:find('Result', 1, true) ~= nil
  end
  expect('an answer template is inserted', true, has_template)
  expect('its first prompt is selected', 's', mode)
  type_keys('<Esc>')
  lua('vim.api.nvim_buf_set_lines(0, 0, -1, true, {})')
  lua('vim.cmd("StarCoach scaffold")')
  expect('the former name of the command works', true, has_template)
  expect('with a prompt selected', 's', mode)
  type_keys('<Esc>')
  contains('with a note', lua('return vim.fn.execute("messages")'), '`:StarCoach scaffold` is now called `:StarCoach template`.')
  lua('vim.cmd("StarCoach scenario S16")')
  expect('a scenario is shown by its ID', 'S16.md', function() return lua([[return vim.fn.expand('%:t')]]) end)
  lua('vim.cmd("helptags " .. vim.fn.fnameescape(...))', vim.env.PLUGIN .. '/doc')
  lua('vim.cmd("help star_coach-commands")')
  expect('the help is found', 'star_coach.txt', function() return lua([[return vim.fn.expand('%:t')]]) end)
  stop()
end

local function without_the_plugin()
  vim.fn.writefile(vim.split(original:sub(1, -2), '\n'), draft)
  start(vim.env.INIT_ALONE)
  expect('without the plugin: the finding is shown', result_line .. ' missing-metric (star-coach)', findings)
  choose(result_line, '[X%]')
  expect('without the plugin: the fix is in the buffer', with_placeholder, text)
  expect('without the plugin: the cursor is at the placeholder', '[X%]', function()
    return lua([[return vim.fn.getline('.'):sub(vim.fn.col('.')):match('^%[X%%%]')]])
  end)
  stop()
end

local ok, problem = xpcall(function()
  with_the_plugin()
  with_all_features()
  without_the_plugin()
end, function(problem)
  return type(problem) == 'string' and problem or debug.traceback(vim.inspect(problem))
end)
if not ok then
  io.write('FAILED: ', problem, '\n')
  if child then
    pcall(function() io.write('--- messages of Neovim\n', lua('return vim.fn.execute("messages")'), '\n') end)
    vim.fn.jobstop(child)
  end
  vim.cmd('cquit 1')
end
say('done')
