using SmartKart.Local.Commands;

return await CommandTable.Create().RunAsync(args);
