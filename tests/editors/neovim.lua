-- The story of a writer in a real Neovim: open a draft, see the finding, fix it, read on in a related scenario.
--
-- Run by `tests/editors/neovim`, which prepares a home folder as the README of the plugin asks for. This script is the
-- writer's hands and eyes: it starts a second Neovim, types into it and looks at it.

local draft = vim.env.DRAFT
local started = vim.uv.hrtime()
local child

local function say(text)
  io.write(('%6.0f ms  %s\n'):format((vim.uv.hrtime() - started) / 1e6, text))
  io.flush()
end

--- Runs `code` in the Neovim under test and returns its value.
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

--- The findings in the current buffer, one line each: `LINE CODE`.
local function findings()
  return lua([[
    local found = vim.tbl_map(function(finding)
      return ('%d %s (%s)'):format(finding.lnum + 1, finding.code, finding.source)
    end, vim.diagnostic.get(0))
    return table.concat(found, ', ')
  ]])
end

--- The findings in the current buffer: `LINE:COLUMN CODE`, counted in characters.
local function places()
  return lua([[
    local found = vim.tbl_map(function(finding)
      local line = vim.fn.getline(finding.lnum + 1)
      return ('%d:%d %s'):format(finding.lnum + 1, vim.str_utfindex(line, 'utf-32', finding.col) + 1, finding.code)
    end, vim.diagnostic.get(0))
    return table.concat(found, ', ')
  ]])
end

--- The same of a fresh reading of the text in the buffer, by the command line.
local function checked()
  local said = vim.fn.system({ vim.env.STAR_COACH, 'check', '--format', 'json', '-' }, text())
  local found = vim.tbl_map(function(finding)
    return ('%d:%d %s'):format(finding.line, finding.column, finding.rule)
  end, vim.json.decode(said)[1].findings)
  return table.concat(found, ', ')
end

local function selected()
  return lua([[return table.concat(vim.fn.getregion(vim.fn.getpos('v'), vim.fn.getpos('.')), '\n')]])
end

--- Waits until `look()` equals `expected`; fails with what it saw last.
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

--- Puts the cursor on line `line` and chooses the first action there whose title contains `part`; returns the title.
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
  expect('the server is gone', 0, function() return lua('return #vim.lsp.get_clients()') end)
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
  expect('the Result lacks a metric', result_line .. ' missing-metric (star-coach)', findings)

  choose(result_line, '[X%]')
  expect('the fix is in the buffer', with_placeholder, text)
  expect('Neovim is in Select mode', 's', mode)
  expect('the placeholder is selected', '[X%]', selected)
  type_keys('85%')
  expect('typing replaced it', with_figure, text)
  type_keys('<Esc>')
  expect('no finding is left', '', findings)

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
  local title = choose(7, 'Related: '):match('^Related: (.-) %(')
  expect('the scenario is shown', title, function()
    local first = lua([[return vim.fn.expand('%:p') ~= ... and vim.fn.getline(1) or '']], draft)
    return first:match('^# .-(' .. vim.pesc(title) .. ')$')
  end)
  expect('it is a file on disk', 1, function() return lua([[return vim.fn.filereadable(vim.fn.expand('%:p'))]]) end)
  stop()
end

--- What `:StarCoach` completes `typed` to.
local function completed(typed)
  return lua([[return vim.fn.getcompletion('StarCoach ' .. ..., 'cmdline')]], typed)
end

local function health()
  lua('vim.cmd("silent checkhealth star_coach")')
  local said
  expect('checkhealth has looked', true, function()
    said = text()
    return said:find('Settings of this folder', 1, true) ~= nil or said:find('No star-coach.toml', 1, true) ~= nil
  end)
  lua('vim.cmd("tabclose")')
  return said
end

--- What the floating window of a hover says.
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
  local said = ''
  expect(('hover on "%s" opens'):format(part), true, function()
    said = lua([[
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
        end
      end
      return ''
    ]])
    return said ~= ''
  end)
  type_keys('<Esc>')
  lua('vim.api.nvim_win_set_cursor(0, { 1, 0 })')
  return said
end

local function contains(what, said, part)
  assert(said:find(part, 1, true), ('%s: no "%s" in\n%s'):format(what, part, said))
  say(what)
end

--- What stands behind the lines of the buffer: `LINE TEXT`, one line each.
local function lenses()
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

local function walking_about()
  vim.fn.writefile(vim.split(original:sub(1, -2), '\n'), draft)
  start(vim.env.INIT_PLUGIN)
  expect('the finding is shown', result_line .. ' missing-metric (star-coach)', findings)

  expect('commands are completed', { 'scenario' }, function() return completed('sc') end)
  expect('nothing else is', {}, function() return completed('zz') end)
  local said = health()
  contains('checkhealth finds the program', said, 'OK star-coach ')
  contains('checkhealth sees it running', said, 'Running for 1 buffer(s)')
  assert(not said:find('ERROR', 1, true) and not said:find('WARNING', 1, true), said)

  expect('the state of the answer stands behind its title', '1  S ✓ T ✓ A ✓ R ✓ · no metrics', function()
    return lenses():match('^1  S ✓ T ✓ A ✓ R ✓ · no metrics')
  end)
  lua('vim.api.nvim_win_set_cursor(0, { 9, 0 })')
  expect('the statusline says the same', 'S ✓ T ✓ A ✓ R ✓ · no metrics', function()
    return status():match('^S ✓ T ✓ A ✓ R ✓ · no metrics')
  end)
  lua('vim.cmd("StarCoach lenses")')
  expect('lenses can be hidden', '', lenses)
  lua('vim.cmd("StarCoach lenses")')

  contains('a label teaches', hovered(5, 'Task'), 'Task')
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
  expect('a setting switches the rule off', '', findings)
  set({ starCoach = { rules = { ['missing-metric'] = 'warning' } } })
  expect('and on again', result_line .. ' missing-metric (star-coach)', findings)

  -- The writer goes on while it is down: an edit that no server has been told of when it is killed, and then one in every
  -- round of Neovim's event loop until the next server has read the draft. Not one of them may be missing.
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
        assert(#server == 1, 'one server is there')
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
    expect(how .. ', another one is there', true, function()
      return lua('local one = vim.lsp.get_clients()[1]; return one ~= nil and one.initialized and one.id ~= ...', id)
    end)
    expect('what is shown is what there is to find in the draft as it is now', true, function()
      local now = places()
      return now ~= '' and now == checked() or now .. ' is shown, found is ' .. checked()
    end)
  end
  expect('without a line that was not written', true, function()
    local now = text()
    return now:gsub('A line above%.\n\n', '') == original or now
  end)
  lua('vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(..., "\\n"))', 'A line above.\n\n' .. original:sub(1, -2))
  expect('and it goes on', (result_line + 2) .. ' missing-metric (star-coach)', findings)
  lua([[vim.fn.setline(9, vim.fn.substitute(vim.fn.getline(9), 'Amazon SQS', 'AWS SQS', ''))]])
  expect('a name is wrong', '9 misnamed-service (star-coach), 11 missing-metric (star-coach)', findings)
  lua('vim.cmd("StarCoach fix")')
  expect('all that needs nothing from the writer is fixed', '11 missing-metric (star-coach)', findings)

  lua('vim.api.nvim_buf_set_lines(0, 0, -1, true, {})')
  lua('vim.cmd("StarCoach template")')
  expect('an empty answer is there', true, function()
    local now = text()
    return now:find('Situation', 1, true) ~= nil and now:find('Result', 1, true) ~= nil
  end)
  expect('with something selected', 's', mode)
  type_keys('<Esc>')
  lua('vim.cmd("StarCoach scenario S16")')
  expect('a scenario is shown by its id', 'S16.md', function() return lua([[return vim.fn.expand('%:t')]]) end)
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
  walking_about()
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
