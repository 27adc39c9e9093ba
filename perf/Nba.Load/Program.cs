Console.WriteLine("The load rig has no scenario yet.");
