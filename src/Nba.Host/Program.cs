Console.WriteLine("nba");
