"""/channels and /sign-in-services: by what people are told and vouched for; set up once by those who administer."""
